// Reads Kubernetes manifests from standard input as an API server does with fieldValidation=Strict: into the API's own types, where a
// field that is not there, is there twice, or has another type is a fault; and holds names against the rules of each kind.
// Prints "kind name" for each; ends with 1 and says what is wrong with the first that is no good.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	pathvalidation "k8s.io/apimachinery/pkg/api/validation/path"
	metavalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
)

func main() {
	known := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{corev1.AddToScheme, networkingv1.AddToScheme, rbacv1.AddToScheme} {
		if err := add(known); err != nil {
			fail("the API's types", err)
		}
	}
	strict := json.NewSerializerWithOptions(json.DefaultMetaFactory, known, known, json.SerializerOptions{Yaml: true, Strict: true})
	documents := utilyaml.NewYAMLReader(bufio.NewReader(os.Stdin))
	for number := 1; ; number++ {
		text, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			fail(fmt.Sprint("document ", number), err)
		}
		if plain, err := utilyaml.ToJSON(text); err == nil && string(plain) == "null" {
			continue // nothing but comments
		}
		object, kind, err := strict.Decode(text, nil, nil)
		if err != nil {
			fail(fmt.Sprintf("document %d:\n%s", number, text), err)
		}
		look(object, kind)
	}
}

func look(object runtime.Object, kind *schema.GroupVersionKind) {
	about, err := meta.Accessor(object)
	if err != nil {
		fail(kind.Kind, err)
	}
	name := about.GetName()
	wrong := validation.IsDNS1123Subdomain(name)
	switch one := object.(type) {
	case *rbacv1.Role:
		wrong = pathvalidation.IsValidPathSegmentName(name)
		for _, rule := range one.Rules {
			if len(rule.Verbs) == 0 || len(rule.Resources) == 0 || len(rule.APIGroups) == 0 {
				wrong = append(wrong, "a rule must have verbs, resources and groups")
			}
		}
	case *rbacv1.RoleBinding:
		wrong = pathvalidation.IsValidPathSegmentName(name)
		for _, subject := range one.Subjects {
			if subject.Name == "" || subject.APIGroup != rbacv1.GroupName {
				wrong = append(wrong, "a subject must have a name and the group "+rbacv1.GroupName)
			}
		}
	case *networkingv1.NetworkPolicy:
		selects := metavalidation.LabelSelectorValidationOptions{}
		for _, err := range metavalidation.ValidateLabelSelector(&one.Spec.PodSelector, selects, field.NewPath("spec", "podSelector")) {
			wrong = append(wrong, err.Error())
		}
		for _, policy := range one.Spec.PolicyTypes {
			if policy != networkingv1.PolicyTypeIngress && policy != networkingv1.PolicyTypeEgress {
				wrong = append(wrong, "there is no policy type "+string(policy))
			}
		}
	}
	for _, err := range metavalidation.ValidateLabels(about.GetLabels(), field.NewPath("metadata", "labels")) {
		wrong = append(wrong, err.Error())
	}
	if len(wrong) > 0 {
		fail(kind.Kind+" "+name, errors.New(fmt.Sprint(wrong)))
	}
	fmt.Println(kind.Kind, name)
}

func fail(where string, err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", where, err)
	os.Exit(1)
}
